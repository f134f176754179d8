# Peers are told to send 500 bytes at a time.
# Noticed by: suites/wire/tcp/test_mss.py::test_what_is_announced_does_not_depend_on_the_other
# Needs: ip (apt install iproute2)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
ip route replace default dev wire0 advmss 500
exec "$@"
