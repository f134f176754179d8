# A socket can have the address of another host.
# Noticed by: suites/wire/ip/test_addresses.py::test_an_address_of_another_host_cannot_be_taken
echo 1 >/proc/sys/net/ipv4/ip_nonlocal_bind
exec "$@"
