# A reset in TIME-WAIT is ignored.
# Noticed by: suites/wire/tcp/test_time_wait.py::test_a_reset_ends_time_wait
echo 1 >/proc/sys/net/ipv4/tcp_rfc1337
exec "$@"
