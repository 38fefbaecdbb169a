"""An exception that was raised: arguments, traceback, and the exception that it was raised from."""


def layout(pm):
    try:
        try:
            {}["key"]
        except KeyError as error:
            raise ValueError("no key") from error
    except ValueError as error:
        return pm.layout(error)
