# Unacceptable segments are all answered.
# Noticed by: suites::nobody
echo 0 >/proc/sys/net/ipv4/tcp_invalid_ratelimit
exec "$@"
