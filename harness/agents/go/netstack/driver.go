package main

// The driver of the wire: one IP packet a read, one a write.

import (
	"os"
	"runtime"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"
	"gvisor.dev/gvisor/pkg/bufferv2"
	"gvisor.dev/gvisor/pkg/tcpip"
	"gvisor.dev/gvisor/pkg/tcpip/header"
	"gvisor.dev/gvisor/pkg/tcpip/link/rawfile"
	"gvisor.dev/gvisor/pkg/tcpip/network/ipv4"
	"gvisor.dev/gvisor/pkg/tcpip/network/ipv6"
	"gvisor.dev/gvisor/pkg/tcpip/stack"
)

const (
	mtu   = 1500
	turns = 3 // that all others get: the scheduler mostly prefers those that are ready to one that gives way
)

// A packet is handed over when the stack is done with those before it, and a call is made when the stack is done with all
// that came before the call. TCP works in goroutines of its own; without this it would answer an echo request before
// a segment that came earlier, and nobody outside could tell what a segment has caused from what it has not.
type driver struct {
	file       *os.File
	link       int
	taking     sync.Mutex
	room       [1 << 16]byte
	dispatcher stack.NetworkDispatcher
}

func newDriver(link int) *driver {
	if err := unix.SetNonblock(link, true); err != nil {
		panic(err)
	}
	return &driver{file: os.NewFile(uintptr(link), "link"), link: link}
}

// Take what comes from now on, until the far end is gone.
func (d *driver) Attach(dispatcher stack.NetworkDispatcher) {
	d.dispatcher = dispatcher
	link, err := d.file.SyscallConn()
	if err != nil {
		panic(err)
	}
	go link.Read(func(uintptr) bool { return !d.take() })
}

// Hand over all that has come; whether more can come.
func (d *driver) take() bool {
	d.taking.Lock()
	defer d.taking.Unlock()
	for {
		size, err := unix.Read(d.link, d.room[:])
		settle()
		if err != nil || size <= 0 {
			return err == syscall.EAGAIN || err == syscall.EINTR
		}
		d.deliver(append([]byte(nil), d.room[:size]...))
	}
}

// Let every goroutine go on that can. There is one processor, so that they do, one after the other.
func settle() {
	for turn := 0; turn < turns; turn++ {
		runtime.Gosched()
	}
}

func (d *driver) deliver(raw []byte) {
	protocol, known := map[int]tcpip.NetworkProtocolNumber{4: ipv4.ProtocolNumber, 6: ipv6.ProtocolNumber}[header.IPVersion(raw)]
	if !known {
		return
	}
	packet := stack.NewPacketBuffer(stack.PacketBufferOptions{Payload: bufferv2.MakeWithData(raw)})
	defer packet.DecRef()
	d.dispatcher.DeliverNetworkPacket(protocol, packet)
}

func (d *driver) WritePackets(packets stack.PacketBufferList) (int, tcpip.Error) {
	for place, packet := range packets.AsSlice() {
		view := packet.ToView()
		err := rawfile.NonBlockingWrite(d.link, view.AsSlice())
		view.Release()
		if err != nil {
			return place, err
		}
	}
	return packets.Len(), nil
}

func (d *driver) IsAttached() bool                             { return d.dispatcher != nil }
func (d *driver) MTU() uint32                                  { return mtu }
func (d *driver) MaxHeaderLength() uint16                      { return 0 }
func (d *driver) LinkAddress() tcpip.LinkAddress               { return "" }
func (d *driver) Capabilities() stack.LinkEndpointCapabilities { return 0 }
func (d *driver) ARPHardwareType() header.ARPHardwareType      { return header.ARPHardwareNone }
func (d *driver) AddHeader(stack.PacketBufferPtr)              {}
func (d *driver) Wait()                                        {}
