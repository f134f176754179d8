# Every connection asks for ECN.
# Noticed by: suites/wire/tcp/test_ecn.py::test_a_syn_does_not_ask_for_ecn
echo 1 >/proc/sys/net/ipv4/tcp_ecn
exec "$@"
