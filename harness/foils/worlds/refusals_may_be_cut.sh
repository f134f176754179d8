# Resets may be fragmented on their way.
# Noticed by: suites/wire/ip/test_fragmentation.py::test_no_refusal_may_be_cut
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table inet t
nft 'add chain inet t c { type filter hook output priority 0; }'
nft 'add rule inet t c oifname wire0 tcp flags & rst == rst ip frag-off set 0'
exec "$@"
