# Fragments are thrown away after a second.
# Noticed by: suites/wire/ip/test_reassembly_timeout.py::test_a_fragment_that_comes_later_completes_the_datagram
echo 1 >/proc/sys/net/ipv4/ipfrag_time
exec "$@"
