# Packets have 600 bytes at most.
# Noticed by: suites/wire/tcp/test_mss.py::test_what_is_announced_does_not_depend_on_the_other
# Needs: ip (apt install iproute2)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
ip route replace default dev wire0 mtu lock 600
exec "$@"
