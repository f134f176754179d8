# Packets for others are passed on.
# Noticed by: suites/wire/ip/test_addresses.py::test_a_datagram_for_another_host_is_dropped
echo 1 >/proc/sys/net/ipv4/ip_forward
exec "$@"
