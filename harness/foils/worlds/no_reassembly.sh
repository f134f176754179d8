# There is no room for fragments.
# Noticed by: suites/wire/ip/test_reassembly.py::test_fragments_are_put_together_in_whatever_order_they_come
echo 0 >/proc/sys/net/ipv4/ipfrag_low_thresh
echo 0 >/proc/sys/net/ipv4/ipfrag_high_thresh
exec "$@"
