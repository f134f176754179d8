# Duplicates are not reported.
# Noticed by: suites::nobody
echo 0 >/proc/sys/net/ipv4/tcp_dsack
exec "$@"
