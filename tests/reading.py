"""What a page of HTML says: its tags, attributes and words."""

from html.parser import HTMLParser


class Reader(HTMLParser):
    """Collects tags, attributes and the text outside of scripts and styles."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.words, self._inside = [], [], [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        """Notes a tag and its attributes."""
        self.tags.append(tag)
        self.attributes += attrs
        self._inside = tag

    def handle_endtag(self, tag):
        """Leaves a script or a style."""
        self._inside = ""

    def handle_data(self, data):
        """Notes text that people see."""
        if self._inside not in ("script", "style"):
            self.words.append(data)
