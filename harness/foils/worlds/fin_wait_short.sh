# The half-closed wait a second only for the other side.
# Noticed by: suites/wire/tcp/test_time_wait.py::test_the_time_of_fin_wait_2_is_a_minute
echo 1 >/proc/sys/net/ipv4/tcp_fin_timeout
exec "$@"
