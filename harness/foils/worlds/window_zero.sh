# Windows on the wire are not those of the stack.
# Noticed by: suites/wire/tcp/test_window_receive.py::test_the_right_edge_of_a_scaled_window_does_not_move_back_for_many_small_segments
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table inet t
nft 'add chain inet t c { type filter hook output priority 0; }'
nft 'add rule inet t c oifname wire0 tcp flags == ack tcp window set 0'
exec "$@"
