# Packets may be fragmented on their way.
# Noticed by: suites/wire/ip/test_fragmentation.py::test_no_segment_may_be_cut_on_its_way
echo 1 >/proc/sys/net/ipv4/ip_no_pmtu_disc
exec "$@"
