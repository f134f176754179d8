# Fragments are thrown away after a second.
# Noticed by: suites::nobody
echo 1 >/proc/sys/net/ipv4/ipfrag_time
exec "$@"
