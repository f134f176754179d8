# Packets to anybody begin with 9 hops.
# Noticed by: suites/wire/ip/test_hop_limit.py::test_every_segment_of_a_connection_has_hops_enough_and_class_0
# Needs: ip (apt install iproute2)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
ip route replace default dev wire0 hoplimit 9
exec "$@"
