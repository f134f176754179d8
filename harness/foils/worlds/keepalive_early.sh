# An idle connection is probed after a minute.
# Noticed by: suites::nobody
echo 60 >/proc/sys/net/ipv4/tcp_keepalive_time
exec "$@"
