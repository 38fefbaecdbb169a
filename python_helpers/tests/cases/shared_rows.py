"""[[0] * 3] * 3 is three references to one row: a change shows in all of them."""


def graph(pm):
    board = [[0] * 3] * 3
    board[0][0] = 1
    right = [[0] * 3 for _ in range(3)]
    return pm.graph()
