"""try, except, else, finally: no instruction is spent on entering a try from 3.11, a table says where to go."""


def read_number(text, log):
    try:
        number = int(text)
    except ValueError as error:
        log.append(error)
        number = None
    else:
        log.append(number)
    finally:
        log.append("done")
    return number


def bytecode(pm):
    return pm.bytecode(read_number)
