# Echo requests over IPv4 are not answered.
# Noticed by: suites::nobody
echo 1 >/proc/sys/net/ipv4/icmp_echo_ignore_all
exec "$@"
