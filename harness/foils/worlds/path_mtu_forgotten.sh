# What a path carries is forgotten after a second.
# Noticed by: suites/wire/ip/test_path_mtu_udp.py::test_what_a_path_carries_is_still_known_a_while_later
echo 1 >/proc/sys/net/ipv4/route/mtu_expires
exec "$@"
