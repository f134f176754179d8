# Nobody learns that a window is closed.
# Noticed by: suites/wire/tcp/test_open_passive.py::test_the_third_segment_may_offer_no_window
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table inet t
nft 'add chain inet t c { type filter hook input priority 0; }'
nft 'add rule inet t c iifname wire0 tcp flags == ack tcp window 0 drop'
exec "$@"
