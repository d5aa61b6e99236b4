"""Rules of the MQM dimension in this folder's name."""
