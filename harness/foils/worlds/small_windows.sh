# Windows are small.
# Noticed by: suites::nobody
echo '4096 4096 4096' >/proc/sys/net/ipv4/tcp_rmem
exec "$@"
