# No connection is remembered in TIME-WAIT.
# Noticed by: suites/wire/tcp/test_time_wait.py::test_the_connection_is_remembered_when_its_socket_is_closed
echo "0" >/proc/sys/net/ipv4/tcp_max_tw_buckets
exec "$@"
