package main

// The calls, by their words.

import (
	"bytes"
	"encoding/binary"
	"io"
	"time"

	"golang.org/x/sys/unix"
	"gvisor.dev/gvisor/pkg/tcpip"
	"gvisor.dev/gvisor/pkg/tcpip/network/ipv4"
	"gvisor.dev/gvisor/pkg/tcpip/network/ipv6"
	"gvisor.dev/gvisor/pkg/tcpip/transport/tcp"
	"gvisor.dev/gvisor/pkg/tcpip/transport/udp"
	"gvisor.dev/gvisor/pkg/waiter"
)

const filler = 0xAA // what receive buffers hold before the call, to show what it left alone

// A socket: an endpoint, and whether calls on it wait.
type sock struct {
	endpoint tcpip.Endpoint
	stack    *network
	queue    *waiter.Queue
	tag      string // of its addresses
	stream   bool
	waits    bool
	closed   bool
}

var words map[string]func(a *agent, c *call, f record)

func init() {
	words = map[string]func(a *agent, c *call, f record){
		"socket": (*agent).socket, "close": (*agent).close, "bind": (*agent).bind, "listen": (*agent).listen, "accept": (*agent).accept,
		"connect": (*agent).connect, "connect_ex": (*agent).connect, "shutdown": (*agent).shutdown,
		"getsockname": (*agent).getsockname, "getpeername": (*agent).getpeername,
		"send": (*agent).send, "sendto": (*agent).send, "sendmsg": (*agent).send, "sendall": (*agent).send, "pour": (*agent).pour,
		"recv": (*agent).recv, "recvfrom": (*agent).recv, "recvmsg": (*agent).recv, "drain": (*agent).drain,
		"recv_into": (*agent).recvInto, "recvfrom_into": (*agent).recvInto, "recvmsg_into": (*agent).recvInto,
		"getsockopt": (*agent).getsockopt, "setsockopt": (*agent).setsockopt,
		"setblocking": (*agent).setblocking, "getblocking": (*agent).getblocking,
		"poll": (*agent).poll, "select": (*agent).selected, "readable": (*agent).readable,
		"where": func(a *agent, c *call, f record) { a.answer(c, record{{"state", a.where(f.integer("call", 0))}}) },
		"reset": func(a *agent, c *call, f record) { a.answer(c, a.reset()) },
	}
}

// --------------------------------------------------------------------------- fields

func (r record) integer(name string, otherwise int64) int64 {
	found, is := r.get(name)
	if !is || found == nil {
		return otherwise
	}
	number, is := found.(int64)
	if !is {
		panic(unsupported("only a number will do as " + name))
	}
	return number
}

// The size of a buffer.
func (r record) size() int64 {
	size := r.integer("size", 0)
	if size < 0 || size > longest {
		panic(unsupported("no buffer has such a size"))
	}
	return size
}

func (r record) word(field string) name {
	found, _ := r.get(field)
	word, is := found.(name)
	if !is {
		panic(unsupported("only a name will do as " + field))
	}
	return word
}

func (r record) bytes(name string) []byte {
	found, _ := r.get(name)
	data, is := found.([]byte)
	if !is {
		panic(broken(name + " is wanted, as bytes"))
	}
	return data
}

func (r record) list(name string) list {
	found, _ := r.get(name)
	values, _ := found.(list)
	return values
}

// The flags of a call, each of which must be one of those it knows.
func (r record) flags(known ...name) map[name]bool {
	found, _ := r.get("flags")
	flags := map[name]bool{}
	for _, one := range asSet(found) {
		flag, _ := one.(name)
		if !contains(known, flag) {
			panic(unsupported("the stack has no flag " + encode(one)))
		}
		flags[flag] = true
	}
	return flags
}

func asSet(v value) set {
	values, _ := v.(set)
	return values
}

func contains(names []name, wanted name) bool {
	for _, one := range names {
		if one == wanted {
			return true
		}
	}
	return false
}

// The socket of a call. One that is closed cannot be asked anything: without descriptors there is nobody to refuse it.
func (a *agent) sock(number int64) *sock {
	a.lock.Lock()
	s, found := a.sockets[number]
	a.lock.Unlock()
	if !found {
		panic(broken("no such socket"))
	}
	if s.closed {
		panic(unsupported("a closed endpoint must not be used"))
	}
	return s
}

func (a *agent) of(f record) *sock {
	return a.sock(f.integer("sock", 0))
}

func (a *agent) add(s *sock) int64 {
	a.lock.Lock()
	defer a.lock.Unlock()
	a.last++
	a.sockets[a.last] = s
	return a.last
}

// --------------------------------------------------------------------------- names and connections

func (a *agent) socket(c *call, f record) {
	s := &sock{stack: a.stack, queue: &waiter.Queue{}, waits: !f.flags("SOCK_NONBLOCK", "SOCK_CLOEXEC")["SOCK_NONBLOCK"]}
	family, kind := f.word("family"), f.word("type")
	network, known := map[name]tcpip.NetworkProtocolNumber{"AF_INET": ipv4.ProtocolNumber, "AF_INET6": ipv6.ProtocolNumber}[family]
	if !known {
		panic(unsupported("the stack has no family " + string(family)))
	}
	transport, known := map[name]tcpip.TransportProtocolNumber{"SOCK_STREAM": tcp.ProtocolNumber, "SOCK_DGRAM": udp.ProtocolNumber}[kind]
	if !known {
		panic(unsupported("the stack has no type " + string(kind)))
	}
	usual := map[name]name{"SOCK_STREAM": "IPPROTO_TCP", "SOCK_DGRAM": "IPPROTO_UDP"}[kind]
	if protocol, given := f.get("protocol"); given && protocol != usual && protocol != int64(0) && protocol != int64(transport) {
		panic(unsupported("the stack knows no type apart from its protocol"))
	}
	s.tag, s.stream = map[name]string{"AF_INET": "inet", "AF_INET6": "inet6"}[family], kind == "SOCK_STREAM"
	endpoint, err := a.stack.NewEndpoint(transport, network, s.queue)
	if err != nil {
		a.answer(c, failure(err))
		return
	}
	s.endpoint = endpoint
	a.answer(c, record{{"sock", a.add(s)}})
}

func (a *agent) close(c *call, f record) {
	s := a.of(f)
	if linger := s.endpoint.SocketOptions().GetLinger(); s.stream && linger.Enabled && linger.Timeout != 0 {
		panic(unsupported("the stack leaves it to the layer above to linger"))
	}
	if a.waitedFor(s) {
		panic(unsupported("the stack leaves it to the layer above to keep an endpoint for calls that sleep"))
	}
	s.closed = true
	s.endpoint.Close()
	a.answer(c, nil)
}

// Whether a call sleeps until something happens to a socket.
func (a *agent) waitedFor(s *sock) bool {
	a.lock.Lock()
	defer a.lock.Unlock()
	for _, c := range a.calls {
		for _, one := range c.waits {
			if one.sock == s {
				return true
			}
		}
	}
	return false
}

func (a *agent) bind(c *call, f record) {
	s := a.of(f)
	where, _ := f.get("address")
	a.answer(c, failure(s.endpoint.Bind(s.native(where))))
}

func (a *agent) listen(c *call, f record) {
	s := a.of(f)
	if _, given := f.get("backlog"); !given {
		panic(unsupported("the stack has no backlog of its own"))
	}
	backlog := int(f.integer("backlog", 0))
	if backlog < 0 {
		panic(unsupported("the stack leaves it to the layer above what a negative backlog is"))
	}
	a.answer(c, failure(s.endpoint.Listen(backlog+1))) // as gVisor's own listen says it: the endpoint counts the places, not those behind the first
}

func (a *agent) accept(c *call, f record) {
	s := a.of(f)
	if _, given := f.get("flags"); given {
		panic(unsupported("the stack has no accept4"))
	}
	a.attempt(c, []wait{{s, waiter.ReadableEvents}}, s.limit(false), func(late bool) (bool, interface{}) {
		var from tcpip.FullAddress
		endpoint, queue, err := s.endpoint.Accept(&from)
		if wouldBlock(err) && !late {
			return false, nil
		}
		if err != nil {
			return true, failure(err)
		}
		accepted := &sock{endpoint: endpoint, stack: a.stack, queue: queue, tag: s.tag, stream: true, waits: true}
		return true, record{{"sock", a.add(accepted)}, {"address", s.foreign(from)}}
	})
}

// Connecting goes on by itself; what became of it is told by connecting again.
func (a *agent) connect(c *call, f record) {
	s := a.of(f)
	given, _ := f.get("address")
	to := s.native(given)
	begun := false
	finish := func(err tcpip.Error) (bool, interface{}) {
		if c.word == "connect_ex" {
			return true, record{{"errno", lastError(err)}}
		}
		return true, failure(err)
	}
	a.attempt(c, []wait{{s, waiter.WritableEvents}}, s.limit(false), func(late bool) (bool, interface{}) {
		if begun && s.endpoint.Readiness(waiter.WritableEvents|waiter.EventErr|waiter.EventHUp) == 0 {
			return false, nil
		}
		err := s.endpoint.Connect(to)
		if _, started := err.(*tcpip.ErrConnectStarted); started && !late {
			begun = true
			return false, nil
		}
		return finish(err)
	})
}

func (a *agent) shutdown(c *call, f record) {
	how, known := map[name]tcpip.ShutdownFlags{"SHUT_RD": tcpip.ShutdownRead, "SHUT_WR": tcpip.ShutdownWrite,
		"SHUT_RDWR": tcpip.ShutdownRead | tcpip.ShutdownWrite}[f.word("how")]
	if !known {
		panic(unsupported("the stack has no such way to shut down"))
	}
	a.answer(c, failure(a.of(f).endpoint.Shutdown(how)))
}

func (a *agent) getsockname(c *call, f record) {
	s := a.of(f)
	found, err := s.endpoint.GetLocalAddress()
	a.answer(c, s.named(found, err))
}

func (a *agent) getpeername(c *call, f record) {
	s := a.of(f)
	found, err := s.endpoint.GetRemoteAddress()
	a.answer(c, s.named(found, err))
}

func (s *sock) named(found tcpip.FullAddress, err tcpip.Error) interface{} {
	if err != nil {
		return failure(err)
	}
	return record{{"address", s.foreign(found)}}
}

func (a *agent) setblocking(c *call, f record) {
	a.of(f).waits = f.integer("on", 0) != 0
	a.answer(c, nil)
}

func (a *agent) getblocking(c *call, f record) {
	a.answer(c, record{{"on", a.of(f).waits}})
}

// --------------------------------------------------------------------------- sending

func wouldBlock(err tcpip.Error) bool {
	_, is := err.(*tcpip.ErrWouldBlock)
	return is
}

// How long a call on a socket may wait: not at all, or without limit.
func (s *sock) limit(atOnce bool) time.Duration {
	if atOnce || !s.waits {
		return 0
	}
	return -1
}

func (a *agent) send(c *call, f record) {
	s, word := a.of(f), c.word
	flags := f.flags("MSG_DONTWAIT", "MSG_MORE", "MSG_EOR", "MSG_NOSIGNAL")
	options := tcpip.WriteOptions{More: flags["MSG_MORE"], EndOfRecord: flags["MSG_EOR"], ControlMessages: control(f.list("control"))}
	if where, given := f.get("address"); given && where != nil {
		to := s.native(where)
		options.To = &to
	}
	data := bytes.NewBuffer(nil)
	buffers := f.list("buffers")
	countable(buffers, word == "sendmsg")
	for _, one := range buffers {
		data.Write(one.([]byte))
	}
	if word != "sendmsg" {
		data = bytes.NewBuffer(f.bytes("data"))
	}
	sent := 0
	a.attempt(c, []wait{{s, waiter.WritableEvents}}, s.limit(flags["MSG_DONTWAIT"]), func(late bool) (bool, interface{}) {
		done, err := s.push(data.Bytes(), &sent, options, late)
		if !done {
			return false, nil
		}
		if err != nil && (sent == 0 || word == "sendall") {
			return true, failure(err)
		}
		if word == "sendall" {
			return true, nil
		}
		return true, record{{"count", sent}}
	})
}

// Write what is left of the data; whether that was all, or as much as can be, and the error that ended it.
func (s *sock) push(data []byte, sent *int, options tcpip.WriteOptions, late bool) (bool, tcpip.Error) {
	for {
		count, err := s.endpoint.Write(bytes.NewReader(data[*sent:]), options)
		*sent += int(count)
		if wouldBlock(err) {
			return late, err
		}
		if err != nil || *sent == len(data) {
			return true, err
		}
	}
}

// The control messages that can be sent with a datagram.
func control(given list) tcpip.SendableControlMessages {
	var found tcpip.SendableControlMessages
	for _, one := range given {
		message := one.(record)
		switch message.word("type") {
		case "IP_TTL":
			found.HasTTL, found.TTL = true, oneByte(message)
		case "IPV6_HOPLIMIT":
			found.HasHopLimit, found.HopLimit = true, oneByte(message)
		default:
			panic(unsupported("the stack takes no control message of type " + string(message.word("type"))))
		}
	}
	return found
}

// The value of a control message that is a byte to the stack.
func oneByte(message record) uint8 {
	number := message.integer("value", 0)
	if number < 0 || number > 255 {
		panic(unsupported("to the stack the value is a byte"))
	}
	return uint8(number)
}

// The stack is given data, not buffers: that there are none, or too many, it cannot be told.
func countable(buffers list, wanted bool) {
	if wanted && (len(buffers) == 0 || len(buffers) > 1024) {
		panic(unsupported("how many buffers there are is not told to the stack"))
	}
}

// The bytes every agent pours and expects at an offset: 64-bit big-endian counters, one after the other.
func pattern(offset int64, size int) []byte {
	data := make([]byte, 0, size+16)
	for counter := offset / 8; int64(len(data)) < int64(size)+offset%8; counter++ {
		data = binary.BigEndian.AppendUint64(data, uint64(counter))
	}
	return data[offset%8:][:size]
}

func (a *agent) pour(c *call, f record) {
	s, flags := a.of(f), f.flags("MSG_DONTWAIT", "MSG_MORE", "MSG_EOR", "MSG_NOSIGNAL")
	size, offset, chunk := int(f.integer("size", 0)), f.integer("offset", 0), int(f.integer("chunk", 65536))
	options := tcpip.WriteOptions{More: flags["MSG_MORE"], EndOfRecord: flags["MSG_EOR"]}
	total, sent := 0, 0
	a.attempt(c, []wait{{s, waiter.WritableEvents}}, s.limit(flags["MSG_DONTWAIT"]), func(late bool) (bool, interface{}) {
		for total < size {
			part := min(chunk, size-total)
			done, err := s.push(pattern(offset+int64(total), part), &sent, options, late)
			if !done {
				return false, nil
			}
			total, sent = total+sent, 0
			if err != nil {
				return true, record{{"count", total}, {"stopped", stopped(err)}}
			}
		}
		return true, record{{"count", total}, {"stopped", nil}}
	})
}

func stopped(err tcpip.Error) value {
	if fault, is := failure(err).(raised); is {
		return errorName(fault.number)
	}
	return nil
}

func min(one, other int) int {
	if one < other {
		return one
	}
	return other
}

// --------------------------------------------------------------------------- receiving

// Read once: what came, whether it has to be tried again, the error.
func (s *sock) pull(to io.Writer, room int, peek, late bool) (tcpip.ReadResult, bool, tcpip.Error) {
	result, err := s.endpoint.Read(to, tcpip.ReadOptions{Peek: peek, NeedRemoteAddr: !s.stream})
	if wouldBlock(err) && !late {
		return result, false, nil
	}
	if _, is := err.(*tcpip.ErrBadBuffer); is && room == 0 {
		err = nil // there was no room to be written to, and that was the wish
	}
	if err == nil && !peek && result.Count > 0 {
		s.endpoint.ModerateRecvBuf(result.Count)
	}
	return result, true, err
}

func (a *agent) recv(c *call, f record) {
	s, flags := a.of(f), f.flags("MSG_DONTWAIT", "MSG_PEEK")
	data := make([]byte, f.size())
	a.receive(c, s, flags, len(data), f, func() io.Writer { to := tcpip.SliceWriter(data); return &to },
		func(count int) record { return record{{"data", data[:count]}} })
}

// Several buffers, filled one after the other.
type scatter struct {
	rooms [][]byte
}

func (s *scatter) Write(data []byte) (int, error) {
	total := 0
	for len(data) > 0 && len(s.rooms) > 0 {
		count := copy(s.rooms[0], data)
		s.rooms[0], data, total = s.rooms[0][count:], data[count:], total+count
		if len(s.rooms[0]) == 0 {
			s.rooms = s.rooms[1:]
		}
	}
	if len(data) > 0 {
		return total, io.ErrShortWrite
	}
	return total, nil
}

func (a *agent) recvInto(c *call, f record) {
	s, flags := a.of(f), f.flags("MSG_DONTWAIT", "MSG_PEEK")
	var whole [][]byte
	sizes := f.list("sizes")
	if c.word != "recvmsg_into" {
		sizes = list{f.size()}
	}
	countable(sizes, true)
	for _, size := range sizes {
		if size.(int64) < 0 {
			panic(unsupported("no buffer has such a size"))
		}
		whole = append(whole, bytes.Repeat([]byte{filler}, int(size.(int64))))
	}
	rooms := append([][]byte{}, whole...)
	if count := f.integer("count", 0); count != 0 {
		if count < 0 || count > int64(len(rooms[0])) {
			panic(unsupported("the buffer has no such room"))
		}
		rooms[0] = rooms[0][:count]
	}
	room := 0
	for _, one := range rooms {
		room += len(one)
	}
	a.receive(c, s, flags, room, f, func() io.Writer { return &scatter{append([][]byte{}, rooms...)} }, func(count int) record {
		if c.word != "recvmsg_into" {
			return record{{"count", count}, {"buffer", whole[0]}}
		}
		var buffers list
		for _, one := range whole {
			buffers = append(buffers, one)
		}
		return record{{"count", count}, {"buffers", buffers}}
	})
}

// Receive into what `to` makes, and answer with what `taken` makes of it and with what the word tells besides.
func (a *agent) receive(c *call, s *sock, flags map[name]bool, room int, f record, to func() io.Writer, taken func(count int) record) {
	a.attempt(c, []wait{{s, waiter.ReadableEvents}}, s.limit(flags["MSG_DONTWAIT"]), func(late bool) (bool, interface{}) {
		result, done, err := s.pull(to(), room, flags["MSG_PEEK"], late)
		if !done {
			return false, nil
		}
		if fault := failure(err); fault != nil {
			return true, fault
		}
		answer := taken(result.Count)
		if c.word == "recvmsg" || c.word == "recvmsg_into" {
			control, size := messages(result.ControlMessages)
			if size > f.integer("control", 0) {
				return true, unsupported("the stack knows no room for control messages")
			}
			answer = append(answer, field{"control", control}, field{"flags", cut(s, result)})
		}
		if c.word != "recv" && c.word != "recv_into" {
			answer = append(answer, field{"address", s.sender(result)})
		}
		return true, answer
	})
}

// Whether a datagram was longer than the room for it.
func cut(s *sock, result tcpip.ReadResult) set {
	if !s.stream && result.Total > result.Count {
		return set{name("MSG_TRUNC")}
	}
	return set{}
}

func (s *sock) sender(result tcpip.ReadResult) value {
	if s.stream || result.RemoteAddr == (tcpip.FullAddress{}) {
		return nil
	}
	return s.foreign(result.RemoteAddr)
}

// The control messages that came along, and the room they would take in a buffer.
func messages(found tcpip.ReceivableControlMessages) (out list, size int64) {
	out = list{}
	add := func(has bool, level, kind name, v value) {
		if has {
			out = append(out, record{{"level", level}, {"type", kind}, {"value", v}})
			size += map[name]int64{"IP_PKTINFO": 32, "IPV6_PKTINFO": 40}[kind]
			if _, plain := v.(int); plain {
				size += 24
			}
		}
	}
	add(found.HasTOS, "IPPROTO_IP", "IP_TOS", int(found.TOS))
	add(found.HasTTL, "IPPROTO_IP", "IP_TTL", int(found.TTL))
	add(found.HasTClass, "IPPROTO_IPV6", "IPV6_TCLASS", int(found.TClass))
	add(found.HasHopLimit, "IPPROTO_IPV6", "IPV6_HOPLIMIT", int(found.HopLimit))
	add(found.HasIPPacketInfo, "IPPROTO_IP", "IP_PKTINFO", record{{"ifindex", int(found.PacketInfo.NIC)},
		{"spec_dst", text(spell(found.PacketInfo.LocalAddr))}, {"addr", text(spell(found.PacketInfo.DestinationAddr))}})
	add(found.HasIPv6PacketInfo, "IPPROTO_IPV6", "IPV6_PKTINFO", record{{"addr", text(spell(found.IPv6PacketInfo.Addr))},
		{"ifindex", int(found.IPv6PacketInfo.NIC)}})
	return out, size
}

func (a *agent) drain(c *call, f record) {
	s, flags := a.of(f), f.flags("MSG_DONTWAIT")
	size, offset, chunk := f.integer("size", -1), f.integer("offset", 0), f.integer("chunk", 65536)
	total, good := int64(0), int64(0)
	room := make([]byte, chunk)
	ended := func(eof bool, stopped value) (bool, interface{}) {
		return true, record{{"count", total}, {"good", good}, {"eof", eof}, {"stopped", stopped}}
	}
	a.attempt(c, []wait{{s, waiter.ReadableEvents}}, s.limit(flags["MSG_DONTWAIT"]), func(late bool) (bool, interface{}) {
		for size < 0 || total < size {
			part := room
			if size >= 0 && size-total < chunk {
				part = room[:size-total]
			}
			to := tcpip.SliceWriter(part)
			result, done, err := s.pull(&to, len(part), false, late)
			if !done {
				return false, nil
			}
			if fault, is := failure(err).(raised); is {
				return ended(false, errorName(fault.number))
			}
			if result.Count == 0 {
				return ended(true, nil)
			}
			if good == total {
				good += leading(part[:result.Count], pattern(offset+total, result.Count))
			}
			total += int64(result.Count)
		}
		return ended(false, nil)
	})
}

// How many bytes agree before the first that does not.
func leading(data, expected []byte) int64 {
	for place := range data {
		if data[place] != expected[place] {
			return int64(place)
		}
	}
	return int64(len(data))
}

// --------------------------------------------------------------------------- readiness

// Without waiter.EventPri: no endpoint of the stack ever raises it, as it has no urgent data, nor a way to read or send any.
var events = []struct {
	name name
	bits waiter.EventMask
}{{"POLLIN", waiter.EventIn}, {"POLLOUT", waiter.EventOut}, {"POLLERR", waiter.EventErr},
	{"POLLHUP", waiter.EventHUp}, {"POLLRDNORM", waiter.EventRdNorm}, {"POLLWRNORM", waiter.EventWrNorm}}

func eventMask(names set) waiter.EventMask {
	var bits waiter.EventMask
	for _, one := range names {
		known := false
		for _, event := range events {
			if event.name == one {
				bits, known = bits|event.bits, true
			}
		}
		if !known {
			panic(unsupported("the stack has no event " + encode(one)))
		}
	}
	return bits
}

func (a *agent) poll(c *call, f record) {
	var waits []wait
	wanted := f.list("events")
	for place, number := range f.list("socks") {
		waits = append(waits, wait{a.sock(number.(int64)), eventMask(asSet(wanted[place]))})
	}
	limit := time.Duration(-1)
	if timeout, given := f.get("timeout"); given && timeout != nil && timeout.(int64) >= 0 {
		limit = time.Duration(timeout.(int64)) * time.Millisecond
	}
	a.attempt(c, waits, limit, func(late bool) (bool, interface{}) {
		count, found := 0, list{}
		for _, one := range waits {
			ready := one.sock.endpoint.Readiness(one.events|waiter.EventErr|waiter.EventHUp) & (one.events | waiter.EventErr | waiter.EventHUp)
			names := set{}
			for _, event := range events {
				if ready&event.bits != 0 {
					names = append(names, event.name)
				}
			}
			if ready != 0 {
				count++
			}
			found = append(found, names)
		}
		return count > 0 || late, record{{"count", count}, {"ready", found}}
	})
}

// What select asks of an endpoint, by its sets, as gVisor's own select does.
var sets = []struct {
	name name
	bits waiter.EventMask
}{{"read", waiter.EventIn | waiter.EventErr | waiter.EventHUp}, {"write", waiter.EventOut | waiter.EventErr}, {"exceptional", 0}}

func (a *agent) selected(c *call, f record) {
	var waits []wait
	for _, one := range sets {
		for _, number := range f.list(string(one.name)) {
			if one.bits == 0 {
				panic(unsupported("the stack has no exceptional conditions"))
			}
			waits = append(waits, wait{a.sock(number.(int64)), one.bits})
		}
	}
	limit := time.Duration(f.integer("us", -1)) * time.Microsecond
	if us, given := f.get("us"); given && us != nil && limit < 0 {
		panic(unsupported("the stack leaves it to the layer above what a negative time is"))
	}
	a.attempt(c, waits, limit, func(late bool) (bool, interface{}) {
		found, any := record{}, false
		for _, one := range sets {
			ready := list{}
			for _, number := range f.list(string(one.name)) {
				if a.sock(number.(int64)).endpoint.Readiness(one.bits)&one.bits != 0 {
					ready, any = append(ready, number), true
				}
			}
			found = append(found, field{string(one.name), ready})
		}
		return any || late, found
	})
}

func (a *agent) readable(c *call, f record) {
	count, err := a.of(f).endpoint.GetSockOptInt(tcpip.ReceiveQueueSizeOption)
	if err != nil {
		a.answer(c, failure(err))
		return
	}
	a.answer(c, record{{"count", count}})
}

// What an error is called; by its number where it has no name. Of two names it has the one of POSIX.
func errorName(number int) value {
	if number == int(unix.EOPNOTSUPP) {
		return name("EOPNOTSUPP")
	}
	if found := unix.ErrnoName(unix.Errno(number)); found != "" {
		return name(found)
	}
	return number
}
