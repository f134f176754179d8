# Resets do not arrive.
# Noticed by: suites/wire/tcp/test_states_reset.py::test_a_reset_at_the_next_number_ends_the_connection
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table inet t
nft 'add chain inet t c { type filter hook input priority 0; }'
nft 'add rule inet t c iifname wire0 tcp flags & rst == rst drop'
exec "$@"
