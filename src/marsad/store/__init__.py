"""The record: a database of dispatches, their codings, people's decisions and the incidents that follow from them."""
