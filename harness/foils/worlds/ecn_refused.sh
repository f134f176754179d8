# ECN is refused to who asks for it.
# Noticed by: suites/wire/tcp/test_ecn.py::test_a_syn_that_asks_for_ecn_is_granted_it
echo 0 >/proc/sys/net/ipv4/tcp_ecn
exec "$@"
