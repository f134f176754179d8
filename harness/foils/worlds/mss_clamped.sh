# The MSS that is told is clamped.
# Noticed by: suites/wire/tcp/test_mss.py::test_a_syn_announces_what_the_link_carries_but_for_fixed_headers
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table inet t
nft 'add chain inet t c { type filter hook output priority 0; }'
nft 'add rule inet t c oifname wire0 tcp flags & syn == syn tcp option maxseg size set 500'
exec "$@"
