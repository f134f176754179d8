# SACK blocks are taken out of what is sent.
# Noticed by: suites/wire/tcp/test_sack.py::test_a_segment_behind_a_gap_is_told_in_a_block
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table inet t
nft 'add chain inet t c { type filter hook output priority 0; }'
nft 'add rule inet t c oifname wire0 reset tcp option sack'
exec "$@"
