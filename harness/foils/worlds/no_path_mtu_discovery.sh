# Packets may be fragmented on their way.
# Noticed by: suites/wire/ip/test_path_mtu_tcp.py::test_what_was_too_big_is_sent_again_in_smaller_segments
echo 1 >/proc/sys/net/ipv4/ip_no_pmtu_disc
exec "$@"
