// The agent of gVisor's network stack: makes calls on tcpip.Endpoint when told to, one line a message.
//
//	netstack LINK IPV4 IPV6
//
// LINK is the number of a descriptor that carries one IP packet a read and a write; the
// addresses become the stack's. The protocol is in ../../PROTOCOL.md. Endpoints never wait:
// a call that would have to is made again whenever the endpoint says that something has
// changed, and is said to be parked. Errors get their numbers from gVisor's own table.
//
// lines.go: values <-> text; driver.go: the link; stack.go: the stack; words.go: the calls; options.go: options by name.
package main

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"
	"gvisor.dev/gvisor/pkg/waiter"
)

const (
	longest = 17 << 20              // bytes of a line
	waking  = 50 * time.Millisecond // that calls have to end in when a test is over and their sockets were closed
)

// What a word returns when it cannot be expressed.
type unsupported string

// What a word returns when it was asked for what makes no sense.
type broken string

// An error of the implementation, by its number, which may have a name, and its text.
type raised struct {
	number int
	text   string
}

// A call in flight.
type call struct {
	number   int64
	word     string
	began    int64
	waits    []wait
	sleeping int32 // 1 while it waits for word from its endpoints
	wakeup   chan struct{}
}

type agent struct {
	out     *os.File
	writing sync.Mutex

	stack *network

	lock    sync.Mutex // of all that follows
	sockets map[int64]*sock
	last    int64
	calls   map[int64]*call
	empty   *sync.Cond // when a call has ended
}

// The monotonic clock, in nanoseconds.
func now() int64 {
	var found unix.Timespec
	unix.ClockGettime(unix.CLOCK_MONOTONIC, &found)
	return found.Nano()
}

func (a *agent) say(number int64, word string, fields record) {
	line := fmt.Sprintf("%d %s", number, word)
	if len(fields) > 0 {
		line += " " + fields.spell(" ")
	}
	a.writing.Lock()
	defer a.writing.Unlock()
	a.out.WriteString(line + "\n")
}

// What became of a call, said with the clock before and after it.
func (a *agent) answer(c *call, result interface{}) {
	ended := now()
	clock := record{{"began", c.began}, {"ended", ended}}
	switch result := result.(type) {
	case unsupported:
		a.say(c.number, "unsupported", record{{"why", text(result)}})
	case broken:
		a.say(c.number, "broken", record{{"text", text(result)}})
	case raised:
		a.say(c.number, "raised", append(record{{"error", errorName(result.number)}, {"number", result.number}, {"text", text(result.text)}}, clock...))
	case nil:
		a.say(c.number, "returned", clock)
	case record:
		a.say(c.number, "returned", append(result, clock...))
	default:
		a.say(c.number, "broken", record{{"text", text(fmt.Sprintf("a %T is no answer", result))}})
	}
}

// Something that an attempt waits for: events of one endpoint.
type wait struct {
	sock   *sock
	events waiter.EventMask
}

// Try once; while the attempt is not done, say parked and try again when one of the waits has word, or when the time is over.
//
// An attempt is told whether the time is over, and returns whether it is done and with what result. The first one is
// made before the next line is read, so that calls begin in the order they were asked for.
func (a *agent) attempt(c *call, waits []wait, limit time.Duration, try func(late bool) (bool, interface{})) {
	if done, result := try(limit == 0); done {
		a.answer(c, result)
		return
	}
	c.wakeup, c.waits = make(chan struct{}, 1), waits
	entries := make([]waiter.Entry, len(waits))
	for place, one := range waits {
		entries[place] = waiter.NewFunctionEntry(one.events|waiter.EventErr|waiter.EventHUp, func(waiter.EventMask) { c.wake() })
		one.sock.queue.EventRegister(&entries[place])
	}
	unregister := func() {
		for place, one := range waits {
			one.sock.queue.EventUnregister(&entries[place])
		}
	}
	// What happened before we listened is found by trying once more.
	if done, result := try(false); done {
		unregister()
		a.answer(c, result)
		return
	}
	a.lock.Lock()
	a.calls[c.number] = c
	a.lock.Unlock()
	atomic.StoreInt32(&c.sleeping, 1)
	a.say(c.number, "parked", nil)
	go func() {
		result := c.sleep(limit, try)
		unregister()
		a.lock.Lock()
		delete(a.calls, c.number)
		a.answer(c, result)
		a.lock.Unlock()
		a.empty.Broadcast()
	}()
}

func (c *call) wake() {
	select {
	case c.wakeup <- struct{}{}:
	default:
	}
}

// Sleep and try, until it is done; without a limit if that is negative.
func (c *call) sleep(limit time.Duration, try func(late bool) (bool, interface{})) interface{} {
	var timer <-chan time.Time
	if limit >= 0 {
		timer = time.After(limit)
	}
	for {
		late := false
		select {
		case <-c.wakeup:
		case <-timer:
			late = true
		}
		atomic.StoreInt32(&c.sleeping, 0)
		if done, result := try(late); done {
			return result
		}
		atomic.StoreInt32(&c.sleeping, 1)
	}
}

// Where a call is right now. One that has word waiting for it is about to run.
func (a *agent) where(number int64) name {
	a.lock.Lock()
	defer a.lock.Unlock()
	c, found := a.calls[number]
	switch {
	case !found:
		return "ended"
	case atomic.LoadInt32(&c.sleeping) == 1 && len(c.wakeup) == 0:
		return "parked"
	}
	return "running"
}

// Close everything, and wait a moment for the calls that this wakes.
func (a *agent) reset() record {
	a.lock.Lock()
	opened := 0
	for _, one := range a.sockets {
		if !one.closed {
			opened++
			one.endpoint.Abort()
		}
	}
	a.sockets, a.last = map[int64]*sock{}, 0
	a.lock.Unlock()
	timer := time.AfterFunc(waking, a.empty.Broadcast)
	defer timer.Stop()
	deadline := time.Now().Add(waking)
	a.lock.Lock()
	defer a.lock.Unlock()
	for len(a.calls) > 0 && time.Now().Before(deadline) {
		a.empty.Wait()
	}
	return record{{"sockets", opened}, {"calls", len(a.calls)}, {"descriptors", 0}}
}

func (a *agent) serve(line string) {
	number, word, fields, fault := decodeLine(line)
	c := &call{number: number, word: word, began: now()}
	if fault != "" {
		a.answer(c, broken(fault))
		return
	}
	defer func() {
		switch problem := recover().(type) {
		case nil:
		case unsupported, broken:
			a.answer(c, problem)
		default:
			a.answer(c, broken(fmt.Sprint(problem)))
		}
	}()
	if perform, known := words[word]; known {
		perform(a, c, fields)
	} else {
		a.answer(c, unsupported("no word "+word))
	}
}

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: netstack LINK IPV4 IPV6")
		os.Exit(2)
	}
	out, err := unix.FcntlInt(1, unix.F_DUPFD_CLOEXEC, 3)
	if err != nil {
		panic(err)
	}
	unix.Dup2(2, 1) // a stray print must not reach the line
	link, err := strconv.Atoi(os.Args[1])
	if err != nil {
		panic(err)
	}
	runtime.GOMAXPROCS(1) // goroutines take turns, so that the driver can wait until none has anything to do
	unix.SetNonblock(0, true)
	a := &agent{out: os.NewFile(uintptr(out), "line"), stack: newNetwork(link, os.Args[2], os.Args[3]),
		sockets: map[int64]*sock{}, calls: map[int64]*call{}}
	a.empty = sync.NewCond(&a.lock)
	a.say(0, "hello", record{{"protocol", 1}, {"agent", text("netstack")}, {"implementation", text("gVisor")}, {"version", text(version())},
		{"system", text("user space, " + runtime.Version())}, {"machine", text(runtime.GOARCH)}, {"parks", name("exact")}})
	lines := bufio.NewReaderSize(os.NewFile(0, "stdin"), 1<<16)
	for {
		line, err := lines.ReadString('\n')
		if err != nil || len(line) > longest {
			os.Exit(0) // whoever spoke to us is gone
		}
		a.stack.wired.take()
		a.serve(line)
	}
}
