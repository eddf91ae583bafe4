def explain():
    '''First line.

    Second line.
    '''
    "another bare string"
    path = r'C:\new' + "it's" + 'say "so"' b''.decode()
    long = ("one" "two"
            "three")
    words = """a
    b # no comment
    """
    # a comment
    return path, long, words  # trailing

if __name__ == '__main__': explain()
values = [0XFF, 1E5, 2J, 0o17]
continued = 1 + \
    2
