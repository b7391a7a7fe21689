package store_test

const killEnv = "X"

func fileUntilKilled(string) {}
