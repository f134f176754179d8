# Nobody learns of small path MTUs.
# Noticed by: suites/wire/ip/test_path_mtu_tcp.py::test_what_was_too_big_is_sent_again_in_smaller_segments
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table inet t
nft 'add chain inet t c { type filter hook input priority 0; }'
nft 'add rule inet t c iifname wire0 icmp type destination-unreachable drop'
exec "$@"
