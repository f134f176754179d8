# Loss is suspected after ten duplicates.
# Noticed by: suites/wire/tcp/test_congestion_recovery.py::test_the_third_duplicate_makes_the_first_segment_be_sent_again
echo 10 >/proc/sys/net/ipv4/tcp_reordering
exec "$@"
