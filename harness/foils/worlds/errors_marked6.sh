# ICMPv6 errors carry a traffic class.
# Noticed by: suites/wire/icmp/test_errors_sent.py::test_an_error_is_of_class_0_over_ipv6
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table inet t
nft 'add chain inet t c { type filter hook output priority 0; }'
nft 'add rule inet t c oifname wire0 icmpv6 type destination-unreachable ip6 dscp set 10'
exec "$@"
