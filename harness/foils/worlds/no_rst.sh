# Resets are not sent.
# Noticed by: suites/wire/tcp/test_reset_closed.py::test_a_syn_is_refused
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table inet t
nft 'add chain inet t c { type filter hook output priority 0; }'
nft 'add rule inet t c oifname wire0 tcp flags & rst == rst drop'
exec "$@"
