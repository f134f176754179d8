# Sockets of IPv6 hear nothing over IPv4.
# Noticed by: suites/wire/ip/test_addresses.py::test_a_socket_of_ipv6_at_any_address_hears_datagrams_over_ipv4
echo 1 >/proc/sys/net/ipv6/bindv6only
exec "$@"
