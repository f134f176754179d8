# Packets over IPv6 begin with 32 hops.
# Noticed by: suites/wire/ip/test_hop_limit.py::test_every_segment_of_a_connection_has_hops_enough_and_class_0
ip link show wire0 >/dev/null 2>&1 || exec "$@"
echo 32 >/proc/sys/net/ipv6/conf/wire0/hop_limit
exec "$@"
