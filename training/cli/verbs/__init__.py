"""The verbs of `manul-train`: a file here with HELP, add_arguments and run is a verb."""
