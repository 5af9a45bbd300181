"""Room config: settings, urls, the command line: the only place that knows everything."""
