# What is not acknowledged is repeated each second at least.
# Noticed by: suites/wire/tcp/test_retransmission.py::test_a_timeout_of_a_second_is_not_the_longest
echo 1000 >/proc/sys/net/ipv4/tcp_rto_max_ms
exec "$@"
