# The route asks for ECN.
# Noticed by: suites/wire/tcp/test_ecn.py::test_a_syn_does_not_ask_for_ecn
# Needs: ip (apt install iproute2)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
ip route replace default dev wire0 features ecn
exec "$@"
