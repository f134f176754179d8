# Packets begin with 32 hops.
# Noticed by: suites/wire/ip/test_hop_limit.py::test_every_segment_of_a_connection_has_hops_enough_and_class_0
echo 32 >/proc/sys/net/ipv4/ip_default_ttl
exec "$@"
