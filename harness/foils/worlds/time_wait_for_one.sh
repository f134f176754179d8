# One connection at a time is remembered in TIME-WAIT.
# Noticed by: suites/wire/tcp/test_time_wait.py::test_many_connections_are_remembered_at_a_time
echo 1 >/proc/sys/net/ipv4/tcp_max_tw_buckets
exec "$@"
