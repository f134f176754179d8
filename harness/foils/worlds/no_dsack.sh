# Duplicates are not reported.
# Noticed by: suites/wire/tcp/test_dsack.py::test_a_segment_that_comes_twice_is_told
echo 0 >/proc/sys/net/ipv4/tcp_dsack
exec "$@"
