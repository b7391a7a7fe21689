// Package store keeps articles, their versions, the log of their changes and
// the state of sources, in one bbolt file. No other package knows bbolt.
//
// There is one way in, [Store.Commit], and one way out, the change log:
// [Store.After] reads it, [Store.Follow] lets a follower act on it and mark
// its place in one transaction. What callers may rely on:
//
//   - A visit and the articles it brought are one transaction. A crash can
//     repeat a visit, never lose an article; repeating a visit changes nothing.
//   - A put always supersedes: nothing becomes current that loses against what
//     is there ([wire.Article.Supersedes]). The losing text is kept as history.
//   - The change log holds each article once, at its latest change; its
//     numbers only grow.
//   - No transaction outlives a call, and nothing returned shares memory with
//     the file. All methods may be called from several goroutines.
//   - What Commit has returned for is on the disk when it brought articles;
//     visits that brought none are written within a few seconds, and at Close.
package store
