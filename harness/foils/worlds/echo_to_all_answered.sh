# Echo requests to broadcast addresses are answered.
# Noticed by: suites/wire/icmp/test_echo.py::test_a_request_to_a_group_is_not_answered
echo 0 >/proc/sys/net/ipv4/icmp_echo_ignore_broadcasts
exec "$@"
