# There is no room for fragments.
# Noticed by: suites::nobody
echo 1 >/proc/sys/net/ipv4/ipfrag_high_thresh
exec "$@"
