package main

import "github.com/spf13/cobra"

func (a *app) plan() (*plan, error) { return nil, usagef("configuration: not wired") }

func (a *app) configCommand() *cobra.Command { return &cobra.Command{Use: "config"} }
func (a *app) checkCommand() *cobra.Command  { return &cobra.Command{Use: "check"} }
