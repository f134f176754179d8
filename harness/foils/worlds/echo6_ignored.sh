# Echo requests over IPv6 are not answered.
# Noticed by: suites/wire/icmp/test_echo.py::test_the_reply_carries_the_data_of_the_request
echo 1 >/proc/sys/net/ipv6/icmp/echo_ignore_all
exec "$@"
