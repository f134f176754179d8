# SACK is neither offered nor permitted.
# Noticed by: suites::nobody
echo 0 >/proc/sys/net/ipv4/tcp_sack
exec "$@"
